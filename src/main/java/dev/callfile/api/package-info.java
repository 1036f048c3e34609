/** What readers and writers use: query in, page out. */
@NullMarked
package dev.callfile.api;

import org.jspecify.annotations.NullMarked;

/** What a query and a form say, to the letter. */
@NullMarked
package dev.callfile.http;

import org.jspecify.annotations.NullMarked;

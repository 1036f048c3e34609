/** Which cases a token may see, and what it may do there. */
@NullMarked
package dev.callfile.access;

import org.jspecify.annotations.NullMarked;

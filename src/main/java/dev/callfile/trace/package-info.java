/** What whoever follows requests through several services is told of them: when it is told at all, and what never is. */
@NullMarked
package dev.callfile.trace;

import org.jspecify.annotations.NullMarked;

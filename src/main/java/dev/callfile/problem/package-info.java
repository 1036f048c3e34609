/** One error shape for everything that can go wrong, and the request id that every answer carries. */
@NullMarked
package dev.callfile.problem;

import org.jspecify.annotations.NullMarked;

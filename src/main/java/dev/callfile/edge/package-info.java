/** What every request passes before anything looks at what it says: how much, how long, and what its answer must carry. */
@NullMarked
package dev.callfile.edge;

import org.jspecify.annotations.NullMarked;

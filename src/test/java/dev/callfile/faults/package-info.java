/** What goes wrong around the service, done to it for real: processes killed, a database stopped, a version replaced. */
@NullMarked
package dev.callfile.faults;

import org.jspecify.annotations.NullMarked;

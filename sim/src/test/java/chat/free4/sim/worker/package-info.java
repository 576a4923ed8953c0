/** A real worker, with its thread and its port. */
@NullMarked
package chat.free4.sim.worker;

import org.jspecify.annotations.NullMarked;

/** Datagrams made by Jazzer, given to engines with native memory and every SRTP library. */
@NullMarked
package chat.free4.sim.fuzz;

import org.jspecify.annotations.NullMarked;

/**
 * What a server receives, written down behind its own sockets; for tests, and loaded by them alone.
 */
@NullMarked
package chat.free4.sim.tap;

import org.jspecify.annotations.NullMarked;

/**
 * Virtual browsers on real sockets: members that join a running server over the public protocol.
 */
@NullMarked
package chat.free4.sim.live;

import org.jspecify.annotations.NullMarked;

/** JSON-RPC 2.0 frames to and from the messages of {@code room.signal}. */
@NullMarked
package chat.free4.server.rpc;

import org.jspecify.annotations.NullMarked;

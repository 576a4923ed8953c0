/** The edge that browsers see: the page, {@code /trust} and the WebSocket. */
@NullMarked
package chat.free4.server.http;

import org.jspecify.annotations.NullMarked;

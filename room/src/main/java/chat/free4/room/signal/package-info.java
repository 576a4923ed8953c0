/**
 * What a browser and the server say to each other, and one WebSocket's way to a room. See
 * protocol/README.md.
 */
@NullMarked
package chat.free4.room.signal;

import org.jspecify.annotations.NullMarked;

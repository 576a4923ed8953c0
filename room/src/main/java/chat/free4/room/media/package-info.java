/**
 * The voice of a member as the room sees it: opaque offers, answers and transports. The server
 * fills these in with rtc.peer.
 */
@NullMarked
package chat.free4.room.media;

import org.jspecify.annotations.NullMarked;

/** Who owns the rooms: one control task that drives the engines of {@code room}. */
@NullMarked
package chat.free4.server.host;

import org.jspecify.annotations.NullMarked;

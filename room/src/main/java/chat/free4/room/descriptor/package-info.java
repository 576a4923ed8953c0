/**
 * What a sealed room is: a chain of signed descriptors that any of its members can hand to a server
 * that knows nothing (protocol/sealed-rooms.md).
 */
@NullMarked
package chat.free4.room.descriptor;

import org.jspecify.annotations.NullMarked;

/** What is held of a member, in words that can be told to it. */
@NullMarked
package chat.free4.room.saw;

import org.jspecify.annotations.NullMarked;

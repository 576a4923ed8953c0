/** The members of one room: their numbers, how they stand, and when something is due for them. */
@NullMarked
package chat.free4.room.member;

import org.jspecify.annotations.NullMarked;

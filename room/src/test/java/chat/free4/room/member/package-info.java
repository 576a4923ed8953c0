@NullMarked
package chat.free4.room.member;

import org.jspecify.annotations.NullMarked;

/** Writes protocol/vectors and runs them. */
@NullMarked
package chat.free4.room.vectors;

import org.jspecify.annotations.NullMarked;

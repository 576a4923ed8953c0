/** What a public room says of itself, and who said it. */
@NullMarked
package chat.free4.room.description;

import org.jspecify.annotations.NullMarked;

/** The public rooms in the order people look for them: an index, and pages of it. */
@NullMarked
package chat.free4.room.directory;

import org.jspecify.annotations.NullMarked;

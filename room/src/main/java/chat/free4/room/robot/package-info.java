/** What a robot is made of: what it is told, and what it does about it. */
@NullMarked
package chat.free4.room.robot;

import org.jspecify.annotations.NullMarked;

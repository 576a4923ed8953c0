/** Draw and guess as it stands at the table, for robots that host it or play. */
@NullMarked
package chat.free4.robots.draw;

import org.jspecify.annotations.NullMarked;

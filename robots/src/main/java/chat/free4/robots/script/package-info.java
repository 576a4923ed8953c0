/** What robots say, from files that people can edit. */
@NullMarked
package chat.free4.robots.script;

import org.jspecify.annotations.NullMarked;

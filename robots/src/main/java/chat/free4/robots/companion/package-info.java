/** A robot that keeps a conversation going: greets, answers when named, brings up something. */
@NullMarked
package chat.free4.robots.companion;

import org.jspecify.annotations.NullMarked;

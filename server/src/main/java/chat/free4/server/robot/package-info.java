/** What robots run on: which there are, the thread they have, how they read and write the chat. */
@NullMarked
package chat.free4.server.robot;

import org.jspecify.annotations.NullMarked;

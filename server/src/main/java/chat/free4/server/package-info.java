@NullMarked
package chat.free4.server;

import org.jspecify.annotations.NullMarked;

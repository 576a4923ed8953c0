@NullMarked
package chat.free4.server.support;

import org.jspecify.annotations.NullMarked;

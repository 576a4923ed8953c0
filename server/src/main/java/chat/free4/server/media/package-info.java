/** Sockets and threads of the media side: workers that drive the engines of {@code sfu}. */
@NullMarked
package chat.free4.server.media;

import org.jspecify.annotations.NullMarked;

/**
 * The keys of a sealed room, as a robot of this server has them while its owner lets it in. Nothing
 * but the seats of robots may reach this package (a test looks): elsewhere the server has no key.
 */
@NullMarked
package chat.free4.server.sealing;

import org.jspecify.annotations.NullMarked;

/**
 * Certificates of the page: given ones, or those of a local authority kept in the state directory.
 */
@NullMarked
package chat.free4.server.tls;

import org.jspecify.annotations.NullMarked;

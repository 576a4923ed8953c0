/**
 * Services of others, asked over HTTP: with limits on time and bytes, and keys that nobody sees.
 */
@NullMarked
package chat.free4.server.remote;

import org.jspecify.annotations.NullMarked;

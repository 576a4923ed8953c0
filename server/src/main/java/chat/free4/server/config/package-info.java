/**
 * Flags, environment variables and the configuration file: what the server is told at its start.
 */
@NullMarked
package chat.free4.server.config;

import org.jspecify.annotations.NullMarked;

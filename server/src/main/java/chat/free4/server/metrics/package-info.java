/** What {@code /metrics} and {@code /healthz} say. */
@NullMarked
package chat.free4.server.metrics;

import org.jspecify.annotations.NullMarked;

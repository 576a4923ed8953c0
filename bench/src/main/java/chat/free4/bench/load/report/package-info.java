/** Results as a table, as JSON, and as a page with plots. */
@NullMarked
package chat.free4.bench.load.report;

import org.jspecify.annotations.NullMarked;

/** What is measured, and what should have been: histograms, processes, expectations, results. */
@NullMarked
package chat.free4.bench.load.measure;

import org.jspecify.annotations.NullMarked;

/** What nobody honest sends, to a whole media engine. */
@NullMarked
package chat.free4.sim.abuse;

import org.jspecify.annotations.NullMarked;

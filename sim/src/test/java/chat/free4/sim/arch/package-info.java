/** Tests of the house itself: which part may know which, and that files stay tidy. */
@NullMarked
package chat.free4.sim.arch;

import org.jspecify.annotations.NullMarked;

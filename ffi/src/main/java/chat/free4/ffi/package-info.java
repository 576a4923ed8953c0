/**
 * All native code that the project calls, through the FFM API (JEP 454). What a system lacks is
 * said, never met as a crash: callers then take what works without.
 */
@NullMarked
package chat.free4.ffi;

import org.jspecify.annotations.NullMarked;

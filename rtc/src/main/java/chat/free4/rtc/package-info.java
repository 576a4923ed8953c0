@NullMarked
package chat.free4.rtc;

import org.jspecify.annotations.NullMarked;

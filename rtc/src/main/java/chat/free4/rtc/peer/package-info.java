@NullMarked
package chat.free4.rtc.peer;

import org.jspecify.annotations.NullMarked;

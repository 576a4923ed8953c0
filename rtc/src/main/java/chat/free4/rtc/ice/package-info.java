@NullMarked
package chat.free4.rtc.ice;

import org.jspecify.annotations.NullMarked;

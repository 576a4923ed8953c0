@NullMarked
package chat.free4.rtc.srtp;

import org.jspecify.annotations.NullMarked;

/** What an operator looks at: how a node has been doing, and what moved in its cluster. */
@NullMarked
package chat.free4.server.status;

import org.jspecify.annotations.NullMarked;

import { HomePage } from "./home/home-page.tsx";
import { NotFoundPage } from "./home/not-found-page.tsx";
import { RoomRoute } from "./room/room-route.tsx";
import { pageOf, usePath } from "./router.ts";
import type { Services } from "./services.ts";

/** The whole page, by path. */
export function App({ services }: { services: Services }) {
  const page = pageOf(usePath());
  switch (page.kind) {
    case "home":
      return <HomePage services={services} />;
    case "room":
      return <RoomRoute key={page.name} name={page.name} services={services} />;
    case "unknown":
      return <NotFoundPage />;
  }
}

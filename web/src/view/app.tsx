import { lazyPart } from "./parts/lazy-part.tsx";
import { RoomRoute } from "./room/room-route.tsx";
import { pageOf, usePath } from "./router.ts";
import type { Services } from "./services.ts";
import { useLanguage } from "./use-language.ts";

/** Whoever opens a room's link does not wait for these. */
const HomePage = lazyPart(async () => (await import("./home/home-page.tsx")).HomePage);
const MakePage = lazyPart(async () => (await import("./sealed/make-page.tsx")).MakePage);
const SealedRoute = lazyPart(async () => (await import("./sealed/sealed-route.tsx")).SealedRoute);
const NotFoundPage = lazyPart(async () => (await import("./home/not-found-page.tsx")).NotFoundPage);

/** The whole page, by path. With another language all of it is rendered anew, and keeps its state. */
export function App({ services }: { services: Services }) {
  useLanguage();
  const page = pageOf(usePath());
  switch (page.kind) {
    case "home":
      return <HomePage services={services} />;
    case "room":
      return <RoomRoute key={page.name} name={page.name} services={services} />;
    case "sealed":
      return <SealedRoute key={page.id} id={page.id} services={services} />;
    case "make":
      return <MakePage services={services} />;
    case "unknown":
      return <NotFoundPage />;
  }
}

import { text } from "../../text/text.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { navigate } from "../router.ts";
import styles from "./home.module.css";

export function NotFoundPage() {
  const heading = usePageHeading(text.notFound.title);
  return (
    <main className={styles.plainPage}>
      <h1 ref={heading} tabIndex={-1}>
        {text.notFound.title}
      </h1>
      <p>{text.notFound.todo}</p>
      <Button look="main" onClick={() => navigate("/")}>
        {text.notFound.home}
      </Button>
    </main>
  );
}

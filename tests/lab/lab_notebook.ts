import type { Page } from "playwright-core";
import type { Output } from "../../tools/notebook/notebook.ts";

/** A code cell as JupyterLab holds it. */
export interface LabCell {
  source: string;
  executionCount: number | null;
  outputs: Output[];
}

/** What the page offers with `--LabApp.expose_app_in_browser`, as far as it is used. */
interface JupyterApp {
  restored: Promise<void>;
  commands: { execute(command: string, args?: Record<string, unknown>): Promise<unknown> };
  shell: {
    // deno-lint-ignore no-explicit-any -- the page's own objects, without their types here
    currentWidget: any;
  };
}
declare const jupyterapp: JupyterApp;

/** A notebook that stands open in JupyterLab; everything is done through its user interface. */
export class LabNotebook {
  private constructor(readonly page: Page) {}

  /** Waits until notebook and kernel are there. */
  static async open(page: Page, { theme }: { theme: "light" | "dark" }): Promise<LabNotebook> {
    await page.waitForFunction(() => "jupyterapp" in globalThis, undefined, { timeout: 60_000 });
    await page.evaluate(async (theme) => {
      await jupyterapp.restored;
      await jupyterapp.commands.execute("apputils:change-theme", { theme });
      await jupyterapp.commands.execute("application:toggle-left-area").catch(() => {});
    }, theme === "dark" ? "JupyterLab Dark" : "JupyterLab Light");
    await page.waitForFunction(
      () => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle",
      undefined,
      { timeout: 90_000 },
    );
    return new LabNotebook(page);
  }

  /** Runs a command of the menus, such as `notebook:run-all-cells`, to its end. */
  async command(name: string, args: Record<string, unknown> = {}): Promise<void> {
    await this.page.evaluate(
      ([name, args]) => jupyterapp.commands.execute(name, args).then(() => {}),
      [name, args] as const,
    );
  }

  /** Kernel › Restart Kernel and Run All Cells…, confirmed; returns when all cells have run. */
  async restartAndRunAll(): Promise<void> {
    const run = this.command("notebook:restart-run-all");
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
    await run;
    await this.untilIdle();
  }

  /** Runs one code cell (its number among the code cells); does not wait for its end. */
  async runCell(index: number): Promise<void> {
    await this.page.evaluate((index) => {
      const { content } = jupyterapp.shell.currentWidget;
      // deno-lint-ignore no-explicit-any
      const widgets: any[] = [...content.widgets];
      const codeCells = widgets.filter(({ model }) => model.type === "code");
      content.activeCellIndex = widgets.indexOf(codeCells[index]);
      void jupyterapp.commands.execute("notebook:run-cell");
    }, index);
  }

  /** Waits until no cell runs or waits. */
  async untilIdle({ seconds = 300 } = {}): Promise<void> {
    await this.page.waitForFunction(
      () => {
        const { content, sessionContext } = jupyterapp.shell.currentWidget;
        // deno-lint-ignore no-explicit-any
        const prompts = content.widgets.map(({ model }: any) => model.executionState);
        return sessionContext.session?.kernel?.status === "idle" && !prompts.includes("running");
      },
      undefined,
      { timeout: seconds * 1000 },
    );
  }

  /** The code cells as they stand. */
  async cells(): Promise<LabCell[]> {
    return await this.page.evaluate(() =>
      jupyterapp.shell.currentWidget.content.widgets
        // deno-lint-ignore no-explicit-any
        .filter(({ model }: any) => model.type === "code")
        // deno-lint-ignore no-explicit-any
        .map(({ model }: any) => ({
          source: model.sharedModel.getSource(),
          executionCount: model.executionCount,
          outputs: model.outputs.toJSON(),
        }))
    );
  }

  /** Shuts the kernel down and closes the window. */
  async close(): Promise<void> {
    await this.page.evaluate(async () => {
      await jupyterapp.shell.currentWidget.sessionContext.shutdown();
    });
    await this.page.context().close();
  }
}

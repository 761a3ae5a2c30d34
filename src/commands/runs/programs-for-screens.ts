/** Other programs that the screens open: a browser, an editor. */
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import type { InterfaceOptions } from '../../ui/interface-options.ts';

export function programsForScreens(
  outside: Outside,
): Pick<InterfaceOptions, 'openInBrowser' | 'openInEditor'> {
  return {
    async openInBrowser(file) {
      const [command, ...args] =
        process.platform === 'darwin'
          ? ['open', file]
          : process.platform === 'win32'
            ? ['cmd', '/c', 'start', '', file]
            : ['xdg-open', file];
      const { execa } = await import('execa');
      await execa(command!, args, { stdio: 'ignore', timeout: 10_000 }).catch((cause) => {
        throw new UserError('No browser could be opened.', {
          where: file,
          hint: 'Open that file by hand.',
          cause,
        });
      });
    },
    async openInEditor(file, line, lend) {
      const editor = outside.env.VISUAL || outside.env.EDITOR;
      if (!editor)
        throw new UserError('No editor is set.', {
          where: `${file}:${line}`,
          hint: 'export EDITOR=…, or open that line by hand.',
        });
      const [command, ...args] = editor.split(' ');
      // Handed over at once: what is typed from now on goes to the editor.
      await lend(async () => {
        const { execa } = await import('execa');
        await execa(command!, [...args, `+${line}`, file], { stdio: 'inherit' }).catch((cause) => {
          throw new UserError('The editor could not be started, or ended with an error.', {
            where: editor,
            hint: 'Check EDITOR and VISUAL, or open that line by hand.',
            cause,
          });
        });
      });
    },
  };
}

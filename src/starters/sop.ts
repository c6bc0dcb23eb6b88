/** `npm run sop -- <command>`: the one tool of operations. Each command is a file under commands/. */
import { Command } from 'commander';
import { advanceCommand } from './commands/advance.ts';
import { backOutCodeCommand, backOutCommand } from './commands/backout.ts';
import { explainCommand } from './commands/explain.ts';
import { mailCommand } from './commands/mail.ts';
import { portalCommand } from './commands/portal.ts';
import { quarantineCommand } from './commands/quarantine.ts';
import { registerCommand } from './commands/register.ts';
import { reportCommand } from './commands/report.ts';
import { whyCommand } from './commands/why.ts';
import { readEnvFile } from './env-file.ts';

const program = new Command('npm run sop --')
  .description(
    'Ask and steer the sales SOP engine. Works beside a running stack (npm run dev) or with the variables of .env.example.',
  )
  .showHelpAfterError('(--help lists the commands)')
  .addCommand(explainCommand)
  .addCommand(whyCommand)
  .addCommand(portalCommand)
  .addCommand(quarantineCommand)
  .addCommand(mailCommand)
  .addCommand(registerCommand)
  .addCommand(reportCommand)
  .addCommand(backOutCommand)
  .addCommand(backOutCodeCommand)
  .addCommand(advanceCommand);

// Whoever reads only the beginning (`… | head`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  readEnvFile();
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

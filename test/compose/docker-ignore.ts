/**
 * What a `.dockerignore` leaves in the build context: its last rule that fits a path or one of its folders counts.
 *
 * @returns whether a path (relative, `/` between folders) goes into the image's build.
 * @example readDockerIgnore('*\n!src')('src/main.ts') // true
 */
export function readDockerIgnore(text: string): (path: string) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ takes: line.startsWith('!'), pattern: expressionOf(line.replace(/^!/, '')) }));
  return (path) => {
    const folders = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    const last = rules.filter(({ pattern }) => folders.some((folder) => pattern.test(folder))).at(-1);
    return last?.takes ?? true;
  };
}

function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*|[.+^$(){}|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    return part === '*' ? '[^/]*' : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

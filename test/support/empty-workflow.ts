/** What the size of our workflow bundle is compared with. */
export async function emptyWorkflow(): Promise<void> {}

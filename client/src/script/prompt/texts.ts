// SPDX-License-Identifier: Apache-2.0

/** What the prompt says. `{version}` stands for the server's current version, `{time}` for the time left. */
export interface Texts {
  /** The name of the prompt, for screen readers. */
  readonly label: string
  /** There is another build. It may be an earlier one, after a rollback. */
  readonly outdated: string
  /** The page reloads at a known time. */
  readonly pending: string
  /** The page will reload when the visitor, or the page's own code, is ready. */
  readonly deferred: string
  /** The page is not there now, so the tab keeps the old one and looks again later. */
  readonly waiting: string
  /** The page was reloaded for another build and came back on the same one. */
  readonly unchanged: string
  /** The page is being reloaded. */
  readonly reloading: string
  /** The button that reloads the page now. */
  readonly reload: string
  /** The button that hides the prompt until the next version. */
  readonly later: string
  /** The button that hides the prompt, but does not stop the reload. */
  readonly hide: string
}

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    label: 'Update',
    outdated: 'This site has been updated. Reload the page to use the current version.',
    pending: 'This page reloads {time}.',
    deferred: 'This page has to be reloaded. Finish what you are doing first.',
    waiting: 'This page cannot be reached right now. It reloads as soon as it can.',
    unchanged: 'Reloading brought the same version again. The update has not arrived yet.',
    reloading: 'Reloading…',
    reload: 'Reload',
    later: 'Later',
    hide: 'Hide',
  },
  de: {
    label: 'Aktualisierung',
    outdated: 'Diese Website wurde aktualisiert. Laden Sie die Seite neu, um die aktuelle Version zu nutzen.',
    pending: 'Diese Seite wird {time} neu geladen.',
    deferred: 'Diese Seite muss neu geladen werden. Beenden Sie erst, was Sie gerade tun.',
    waiting: 'Diese Seite ist gerade nicht erreichbar. Sie wird neu geladen, sobald es geht.',
    unchanged: 'Beim Neuladen kam wieder dieselbe Version. Die Aktualisierung ist noch nicht angekommen.',
    reloading: 'Wird neu geladen …',
    reload: 'Neu laden',
    later: 'Später',
    hide: 'Ausblenden',
  },
  fr: {
    label: 'Mise à jour',
    outdated: 'Ce site a été mis à jour. Rechargez la page pour utiliser la version actuelle.',
    pending: 'Cette page sera rechargée {time}.',
    deferred: 'Cette page doit être rechargée. Terminez d’abord ce que vous faites.',
    waiting: 'Cette page n’est pas accessible pour le moment. Elle sera rechargée dès que possible.',
    unchanged: 'Le rechargement a ramené la même version. La mise à jour n’est pas encore arrivée.',
    reloading: 'Rechargement…',
    reload: 'Recharger',
    later: 'Plus tard',
    hide: 'Masquer',
  },
  es: {
    label: 'Actualización',
    outdated: 'Este sitio se ha actualizado. Recargue la página para usar la versión actual.',
    pending: 'Esta página se recargará {time}.',
    deferred: 'Hay que recargar esta página. Termine primero lo que está haciendo.',
    waiting: 'No se puede acceder a esta página en este momento. Se recargará en cuanto sea posible.',
    unchanged: 'Al recargar volvió la misma versión. La actualización aún no ha llegado.',
    reloading: 'Recargando…',
    reload: 'Recargar',
    later: 'Más tarde',
    hide: 'Ocultar',
  },
  ja: {
    label: '更新',
    outdated: 'このサイトは更新されました。ページを再読み込みすると、現在のバージョンをご利用いただけます。',
    pending: 'このページは{time}に再読み込みされます。',
    deferred: 'このページは再読み込みが必要です。先に作業を終えてください。',
    waiting: '現在このページに接続できません。接続でき次第、再読み込みします。',
    unchanged: '再読み込みしても同じバージョンが表示されました。更新はまだ届いていません。',
    reloading: '再読み込みしています…',
    reload: '再読み込み',
    later: 'あとで',
    hide: '閉じる',
  },
}

/**
 * Returns the texts for a language, with the page's own taking precedence.
 *
 * @param lang a language tag, such as `de-AT`
 * @returns the texts, and the language that they are in; English if the language is not built in
 */
export function textsFor(lang: string, own: Partial<Texts>): [texts: Texts, lang: string] {
  const builtIn = TEXTS[lang.toLowerCase().split(/[-_]/)[0]!]
  return [{ ...(builtIn ?? TEXTS['en']!), ...own }, builtIn || own.outdated ? lang : 'en']
}

/**
 * Returns a time as people say it: "in 45 seconds", "in 5 minutes". Rounded up, so that it never promises too little
 * time.
 */
export function timeIn(lang: string, seconds: number): string {
  const [amount, unit] =
    seconds <= 90 ? [seconds, 'second' as const]
    : seconds <= 5_400 ? [Math.ceil(seconds / 60), 'minute' as const]
    : [Math.ceil(seconds / 3_600), 'hour' as const]
  return formatIn(lang).format(amount, unit)
}

function formatIn(lang: string): Intl.RelativeTimeFormat {
  try {
    return new Intl.RelativeTimeFormat(lang)
  } catch {
    return new Intl.RelativeTimeFormat('en') // not a language tag
  }
}

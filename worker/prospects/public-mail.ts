/**
 * Registrable domains where anybody may open a mailbox, or gets one with a telephone line: never a company's, never a reason to think that
 * two people work together. Whoever has such an address stands for itself alone.
 */
const publicMail: ReadonlySet<string> = new Set(
  `
126.com 139.com 163.com 189.cn 1und1.de 21cn.com abv.bg adelphia.net aim.com aliceadsl.fr alice.it aliyun.com aon.at appleid.com arcor.de att.net bbox.fr
bell.net bellsouth.net bigmir.net bigpond.com bigpond.net.au bk.ru blueyonder.co.uk bluewin.ch bol.com.br bredband.net breitband.ch brutele.be
btconnect.com btinternet.com btopenworld.com cableone.net caiway.nl casema.nl centrum.cz centrum.sk centurylink.net charter.net chello.at
chello.nl citromail.hu clix.pt clubinternet.fr comcast.net comhem.se cox.net daum.net dbmail.com disroot.org docomo.ne.jp dodo.com.au
duck.com earthlink.net eircom.net email.com email.cz email.it ezweb.ne.jp fastmail.com fastmail.fm fastwebnet.it foxmail.com free.fr freemail.hu
freenet.de freenet.nl frontier.com frontiernet.net get2net.dk getmail.no gmx.net googlegroups.com hanmail.net hetnet.nl hey.com hispeed.ch
home.nl home.se hush.com hushmail.com i.ua iafrica.com icloud.com ig.com.br iinet.net.au inbox.com inbox.lt inbox.lv inbox.ru indamail.hu
inode.at interia.eu interia.pl internode.on.net iol.ie iol.it iol.pt juno.com kabelmail.de kolabnow.com kpnmail.nl kpnplanet.nl laposte.net libero.it
libertysurf.fr liwest.at list.ru live.at live.be live.ca live.cl live.cn live.co.uk live.co.za live.com live.com.ar live.com.au live.com.mx live.com.pt live.de
live.dk live.fr live.ie live.in live.it live.jp live.nl live.no live.se luukku.com mac.com mail.bg mail.com mail.de mail.dk mail.ee mail.ru
mailbox.org mailfence.com mailo.com me.com mindspring.com mozmail.com msn.com mweb.co.za mynet.com naver.com nate.com neuf.fr netcologne.de
netcourrier.com netscape.net netzero.net noos.fr ntlworld.com numericable.fr o2.co.uk o2.pl o2mail.de o2online.de online.de online.no onet.eu
onet.pl onlinehome.de optonline.net optusnet.com.au orange.es orange.fr ozemail.com.au passmail.net pacbell.net pandora.be planet.nl plala.or.jp
pm.me pobox.com pobox.sk post.com post.cz post.sk posteo.de posteo.net prodigy.net prodigy.net.mx proton.me q.com qq.com quicknet.nl r7.com rambler.ru
rediffmail.com riseup.net roadrunner.com rogers.com rr.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca simplelogin.com sina.cn
sina.com singnet.com.sg sky.com skynet.be softbank.ne.jp sohu.com startmail.com sunrise.ch suomi24.fi swbell.net sympatico.ca t-online.de
talk21.com talktalk.net tds.net tele2.nl telefonica.net telenet.be telfort.nl telia.com telus.net terra.com.br terra.es tim.it tin.it tiscali.co.uk
tiscali.it tlen.pl tom.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de tvcablenet.be ua.fm ukr.net unitybox.de uol.com.br
upcmail.nl usa.com usa.net verizon.net versatel.nl versanet.de videotron.ca virgilio.it virgin.net virginmedia.com vivaldi.net vodafone.de vodafone.it
voila.fr volny.cz vp.pl walla.co.il walla.com wanadoo.fr wanadoo.es wanadoo.nl web.de webmail.co.za westnet.com.au windstream.net wp.pl xs4all.nl
xtra.co.nz ya.ru yeah.net zeelandnet.nl ziggo.nl zohomail.com zonnet.nl zoznam.sk
`
    .trim()
    .split(/\s+/),
)

/** Services with a mailbox domain in almost every country: `yahoo.com.br`, `hotmail.es`, `gmx.at`. */
const inEveryCountry = new Set(
  'aol gmail gmx googlemail hotmail outlook protonmail rocketmail windowslive yahoo yandex ymail zoho'.split(' '),
)

/**
 * @param domain - registrable, lower case
 * @param name - the same without its public suffix
 */
export const isPublicMailDomain = (domain: string, name: string | null): boolean =>
  publicMail.has(domain) || (name !== null && inEveryCountry.has(name))

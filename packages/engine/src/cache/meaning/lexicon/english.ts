import type { Lexicon } from '../lexicon-form.ts';
import { openings } from './english-openings.ts';
import { phraseTable, wordSet } from '../phrase-table.ts';

export const english: Lexicon = {
  telling: wordSet('the a an is are was were do does did what how when where why which who of to for and in on with can could would should i my me you your it this that please from not have has be'),
  empty: wordSet('please'),
  openings,
  contractions: phraseTable(`
    gimme > give me
    third > 3.
    fourth > 4.
    fifth > 5.
    sixth > 6.
    seventh > 7.
    eighth > 8.
    ninth > 9.
    tenth > 10.
    eleventh > 11.
    twelfth > 12.
    diff between > difference between
    lemme > let me
    dunno > do not know
    could've > could have
    would've > would have
    should've > should have
    might've > might have
    must've > must have
    there're > there are
    ain't|aint > is not
    who'd > who would
    how'd > how did
    what'd > what did
    where'd > where did
    theyre > they are
    youre > you are
    thats > that is
    whos > who is
    ive > i have
    youve > you have
    weve > we have
    theyve > they have
    youll > you will
    theyll > they will
    lets > let us
    whens > when is
    whys > why is
    theres > there is
    reason that > reason
    teh > the
    how dose > how does
    why dose > why does
    loosing > losing
    loose weight > lose weight
    awnser|anwser|anser > answer
    recieve > receive
    recieved > received
    definately|definatly > definitely
    seperate > separate
    tommorow|tommorrow|tomorow > tomorrow
    untill > until
    wierd > weird
    freind > friend
    adress > address
    calender > calendar
    buisness > business
    accross > across
    realy > really
    succesful|sucessful > successful
    writting > writing
    vaccum > vacuum
    w/ > with
    w/o > without
    b/c|cuz > because
    r > are
    ur > your
    thru > through
    tho > though
    shoud|shuld > should
    cna > can
    ahve > have
    whats|wats > what is
    wich > which
    waht > what
    hwo > how
    plz|plese|pleas|pleaze > please
    alot > a lot
    thier > their
    becuase > because
    it's been > it has been
    he's been > he has been
    she's been > she has been
    that's been > that has been
    there's been > there has been
    what's been > what has been
    who's been > who has been
    it's got > it has got
    he's got > he has got
    she's got > she has got
    has got > has
    have got|i've got|we've got|they've got|you've got > have
    what's > what is
    it's > it is
    that's > that is
    there's > there is
    who's > who is
    where's > where is
    when's > when is
    how's > how is
    why's > why is
    here's > here is
    let's > let us
    he's > he is
    she's > she is
    i'm|im > i am
    i've|ive > i have
    i'd > i would
    i'll > i will
    you're > you are
    you've > you have
    you'd better|you had better > you should
    i'd better|i had better > i should
    we'd better|we had better > we should
    y'all > you
    you'd > you would
    you'll > you will
    we're > we are
    we've > we have
    we'd > we would
    we'll > we will
    they're > they are
    they've > they have
    they'd > they would
    they'll > they will
    it'll > it will
    that'll > that will
    what're > what are
    can't|cannot|cant > can not
    don't|dont > do not
    doesn't|doesnt > does not
    didn't|didnt > did not
    isn't|isnt > is not
    aren't|arent > are not
    wasn't|wasnt > was not
    weren't|werent > were not
    won't|wont > will not
    wouldn't|wouldnt > would not
    shouldn't|shouldnt > should not
    couldn't|couldnt > could not
    hasn't|hasnt > has not
    haven't|havent > have not
    hadn't|hadnt > had not
    mustn't > must not
    needn't > need not
    u > you
    whats > what is
    hows > how is
    wheres > where is
    gonna > going to
    wanna > want to
    gotta > have to
  `),
  closings: phraseTable(`
    please|pls|plz|pretty please >
    ! please and thank you|pls and thanks|kindly|thanks|thank you|thx|ty|tia|thanks in advance|thank you in advance|thanks a lot|thanks so much|many thanks|thank you very much|thank you so much|much appreciated|appreciate it|i appreciate it|i would appreciate it|much obliged|if you do not mind|if that is ok|if it is not too much trouble|if you have time|if you have a moment|if i may ask|when you have a moment|when you get a chance|by any chance|lol|haha >
    ! any help appreciated|any help is appreciated|any help would be appreciated|any help would be great|thank you in advance for your help|thanks for your help|thank you for your help|thanks for the help|thank you for your time|i appreciate your help >
    ! cheers|ta|any thoughts|any suggestions|any advice|any tips|any pointers|any ideas|any idea|any guidance|for me please|would be great|would be helpful|that would be great|that would be awesome|that would be lovely|that would be helpful|that'd be great|that would help a lot|you are a star|you are the best|you rock|bless you|help please|please help|please help me|have a nice day|best regards|kind regards|regards|all the best|best wishes|i wonder|do you know|guys|everyone|folks|mate|buddy|dude|man|my friend|sir|or something|i guess|i suppose|you know|asking for a friend|just curious|just wondering|i owe you one|you are a lifesaver|you are a life saver|you are a legend|you are amazing|you are awesome|you are great|sincerely|yours sincerely >
  `),
  phrases: phraseTable(`
    bday|b day|birthday > birthday
    min age|minimum age > minimum age
    roll back|rollback > rollback
    screen shot|screenshot > screenshot
    back up|backup > backup
    sign up|signup > sign up
    know if > know whether
    check if > check whether
    tell if > tell whether
    see if > see whether
    which > what
    info|information > information
    has to|have to > have to
    asap|as soon as possible > asap
    mathematics|maths|math > math
    influenza|flu > flu
    appointment|appt > appointment
    tablespoons|tablespoon|tbsp > tablespoons
    teaspoons|teaspoon|tsp > teaspoons
    years|yrs > years
    weeks|wks > weeks
    people|ppl > people
    tomorrow|tmrw > tomorrow
    @ christmas|xmas > christmas
    application programming interface|api > api
    frequently asked questions|faqs|faq > faq
    how exactly|how precisely > how
    where exactly > where
    why exactly > why
    when exactly > when
    who exactly > who
    & > and
    a lot of|lots of > many
    log in to|login to|log into > log into
    log in|login > log in
    log out|logout > log out
    set up|setup > set up
    e mail|email > email
    cell phone|cellphone|mobile phone > mobile phone
    web site|website > website
    @ wi fi|wifi > wifi
    @ the united states of america|united states of america|united states|the united states|usa|the usa|us^|the us^ > usa
    @ united kingdom|the united kingdom|uk|the uk > uk
    @ world war two|world war 2|world war ii|second world war|wwii|ww2 > wwii
    @ world war one|world war 1|world war i|first world war|wwi|ww1 > wwi
    how much time > how long
    for example|for instance|eg > for example
    versus|vs > vs
    make sure|ensure > ensure
    contract of employment|employment contract > employment contract
    per cent|percent|% > percent
    @ usd > dollars
    dollars|dollar|$ > dollars
    @ eur > euros
    €|euros > euros
    @ gbp > gbp
    pounds sterling|£ > gbp
    kilometers|kilometres|kilometer|kilometre|km|kms > km
    kilograms|kilogram|kilos|kilo|kg|kgs > kg
    centimeters|centimetres|centimeter|centimetre|cm > cm
    @ celsius|°c > celsius
    @ fahrenheit|°f > fahrenheit
    hours|hrs > hours
    mins|minutes > minutes
    secs|seconds > seconds
    @ javascript|js > javascript
    @ postgres|postgresql > postgresql
    @ kubernetes|k8s > kubernetes
    environment variable|env var|env variable > environment variable
    ex employer|former employer > former employer
    tv|television > tv
    okay|ok > ok
  `),
};
